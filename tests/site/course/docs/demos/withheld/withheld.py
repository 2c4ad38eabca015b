# %% [markdown]
# # Withheld
#
# A tendril of length $\ell$ turns twice.

# %% [markdown]
# ## How it was done
#
# It grew.

# %%
from experiment import turns

print(turns())
