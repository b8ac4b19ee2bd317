package match

// What stands here is printed by the program in the folder fit, which says how.

// trained is the curve after training.
func trained() *curve {
	return &curve{bias: -1.1533, weights: signs{
		0.9139,  // margin
		-0.0504, // margin before the next
		-2.2869, // likeness of what people say
		3.3716,  // likeness before the next
		0.9062,  // parts known
		-0.0504, // parts known of the entry
		-0.2877, // words known
		1.2513,  // words known of the entry
		0.6415,  // length
		2.0671,  // margin among all
	}}
}

// untrained is the curve of a matcher that goes by likeness alone.
func untrained() *curve {
	return &curve{bias: -2.3378, weights: signs{
		-0.1497, // margin
		0.6858,  // margin before the next
		-2.3231, // likeness of what people say
		1.3715,  // likeness before the next
		1.2149,  // parts known
		1.7238,  // parts known of the entry
		-0.6916, // words known
		1.6341,  // words known of the entry
		0.9443,  // length
		2.3239,  // margin among all
	}}
}
