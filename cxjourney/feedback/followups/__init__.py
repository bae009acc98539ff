"""The closed loop: which customers are to be answered, by whom and by when, and what they were told."""
