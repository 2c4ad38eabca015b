"""What a course is: the records that ``schedule.yaml`` holds, and the whole made of them."""
