# %% [markdown]
# # Tendrils
#
# A tendril that is fixed at both ends coils in two directions.

# %%
from coils import turns

print(f"{turns(200, 4):.1f} coils, half of them to the left")
