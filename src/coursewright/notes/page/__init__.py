"""The page of notes: pandoc's tree and the parts that were put aside, as HTML."""
