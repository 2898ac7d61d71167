"""Pictures of the demo world, drawn by typst (which shapes Bengali) from plans: covers, contents, faces of studios."""
