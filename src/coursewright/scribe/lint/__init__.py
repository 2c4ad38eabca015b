"""What is wrong with the notes of a lecture, told on their own lines; no TeX is needed."""
