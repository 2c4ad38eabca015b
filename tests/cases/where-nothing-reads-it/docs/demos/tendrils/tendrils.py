# %% [markdown]
# # Tendrils
