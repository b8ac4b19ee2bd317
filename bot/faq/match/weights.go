package match

// trained is the curve after training.
func trained() *curve { return &curve{weights: signs{4, 2, 2, 1, 1, 1, 1, 1, 0.5, 0.3}, bias: -4} }

// untrained is the curve before any training.
func untrained() *curve { return &curve{weights: signs{4, 2, 2, 1, 1, 1, 1, 1, 0.5, 0.3}, bias: -4} }
