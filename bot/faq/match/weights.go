package match

// What stands here is printed by the program in the folder fit, which says how.

// trained is the curve after training.
func trained() *curve {
	return &curve{bias: -2.8576, weights: signs{
		0.9502,  // margin
		-0.2626, // margin before the next
		-1.7546, // likeness of what people say
		3.1573,  // likeness before the next
		1.5538,  // parts known
		0.2420,  // parts known of the entry
		-0.4466, // words known
		1.2954,  // words known of the entry
		0.7642,  // length
		1.9412,  // margin among all
		2.5924,  // mistyped
	}}
}

// untrained is the curve of a matcher that goes by likeness alone.
func untrained() *curve {
	return &curve{bias: -2.1800, weights: signs{
		0.5478,  // margin
		0.1490,  // margin before the next
		-2.9053, // likeness of what people say
		0.2998,  // likeness before the next
		0.5569,  // parts known
		2.2833,  // parts known of the entry
		-0.3273, // words known
		1.1123,  // words known of the entry
		1.0868,  // length
		2.5307,  // margin among all
		2.6702,  // mistyped
	}}
}
