package match

// What stands here is printed by the program in the folder fit, which says how.

// trained is the curve after training.
func trained() *curve {
	return &curve{bias: -1.4244, weights: signs{
		0.5127,  // margin
		0.0208,  // margin before the next
		-0.1675, // likeness
		2.6207,  // likeness before the next
		0.7008,  // parts known
		0.3914,  // parts known of the entry
		-0.8919, // words known
		1.0911,  // words known of the entry
		0.6304,  // length
		2.0959,  // margin among all
	}}
}

// untrained is the curve of a matcher that goes by likeness alone.
func untrained() *curve {
	return &curve{bias: -2.8304, weights: signs{
		-0.4194, // margin
		0.6909,  // margin before the next
		-0.8387, // likeness
		1.3818,  // likeness before the next
		1.0292,  // parts known
		2.3476,  // parts known of the entry
		-0.9696, // words known
		1.3661,  // words known of the entry
		0.9200,  // length
		2.2074,  // margin among all
	}}
}
