package match

// What stands here is printed by the program in the folder fit, which says how.

// trained is the curve after training.
func trained() *curve {
	return &curve{bias: -3.0493, weights: signs{
		0.8888,  // margin
		-0.2523, // margin before the next
		-1.6778, // likeness of what people say
		3.1428,  // likeness before the next
		1.5406,  // parts known
		0.2270,  // parts known of the entry
		-0.4815, // words known
		1.3323,  // words known of the entry
		0.7816,  // length
		1.9533,  // margin among all
		2.7975,  // mistyped
	}}
}

// untrained is the curve of a matcher that goes by likeness alone.
func untrained() *curve {
	return &curve{bias: -2.3022, weights: signs{
		0.6424,  // margin
		0.1291,  // margin before the next
		-2.8982, // likeness of what people say
		0.2602,  // likeness before the next
		0.5213,  // parts known
		2.2738,  // parts known of the entry
		-0.3670, // words known
		1.1279,  // words known of the entry
		1.0980,  // length
		2.5068,  // margin among all
		2.8758,  // mistyped
	}}
}
