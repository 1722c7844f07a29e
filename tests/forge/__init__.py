"""A forge of planning documents: random truth, written in every format and layout the reader must know."""
