# %% [markdown]
# # An experiment

# %%
import experiment

print(experiment)
