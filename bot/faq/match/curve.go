package match

import "math"

// curve makes a probability of signs: a logistic curve over their weighted sum.
type curve struct {
	weights signs
	bias    float64
}

// p is the probability, 0 to 1.
func (c *curve) p(s signs) float64 {
	sum := c.bias
	for i, sign := range s {
		sum += c.weights[i] * sign
	}
	return 1 / (1 + math.Exp(-sum))
}

// sample is a question of which it is known whether the best entry was the right one.
type sample struct {
	signs  signs
	right  bool
	weight float64
}

// n is how many numbers make a curve: a weight for each sign, and the bias.
const n = len(signs{}) + 1

type (
	row    [n]float64
	square [n]row
)

// penalty keeps weights small where the samples leave it open.
const penalty = 1

// fit finds the curve under which the samples are most likely, by Newton's method. Signs are first
// brought to one scale, so that the penalty means the same for all.
func fit(samples []sample) *curve {
	mean, spread := scale(samples)
	rows := make([]row, len(samples))
	for i, s := range samples {
		for j := range s.signs {
			rows[i][j] = (s.signs[j] - mean[j]) / spread[j]
		}
		rows[i][n-1] = 1
	}
	var w row
	for range 50 {
		var h square
		var g row
		for j := range n - 1 {
			h[j][j], g[j] = penalty, penalty*w[j]
		}
		h[n-1][n-1] = 1e-6 // samples of one kind alone leave the bias open
		for i, s := range samples {
			slope(&h, &g, rows[i], w, s)
		}
		far := 0.0
		for j, step := range solve(h, g) {
			w[j] -= step
			far = max(far, math.Abs(step))
		}
		if far < 1e-9 {
			break
		}
	}
	c := &curve{bias: w[n-1]}
	for j := range c.weights {
		c.weights[j] = w[j] / spread[j]
		c.bias -= c.weights[j] * mean[j]
	}
	return c
}

// slope adds what one sample contributes to the gradient and to the lower half of the curvature.
func slope(h *square, g *row, r, w row, s sample) {
	var sum, is float64
	for j, x := range r {
		sum += w[j] * x
	}
	p := 1 / (1 + math.Exp(-sum))
	if s.right {
		is = 1
	}
	for j, x := range r {
		g[j] += s.weight * (p - is) * x
		for k := range j + 1 {
			h[j][k] += s.weight * p * (1 - p) * x * r[k]
		}
	}
}

// scale is the mean and the spread of each sign.
func scale(samples []sample) (mean, spread signs) {
	var total float64
	for _, s := range samples {
		total += s.weight
		for j, x := range s.signs {
			mean[j] += s.weight * x
		}
	}
	for j := range mean {
		mean[j] /= total
	}
	for _, s := range samples {
		for j, x := range s.signs {
			spread[j] += s.weight * (x - mean[j]) * (x - mean[j])
		}
	}
	for j := range spread {
		spread[j] = math.Sqrt(spread[j]/total) + 1e-9
	}
	return mean, spread
}

// solve returns x with h·x = g for a symmetric positive h, of which the lower half is given
// (Cholesky's decomposition).
func solve(h square, g row) (x row) {
	for j := range h {
		for k := range j {
			h[j][j] -= h[j][k] * h[j][k]
		}
		h[j][j] = math.Sqrt(max(h[j][j], 1e-12))
		for i := j + 1; i < len(h); i++ {
			for k := range j {
				h[i][j] -= h[i][k] * h[j][k]
			}
			h[i][j] /= h[j][j]
		}
	}
	for i := range h {
		x[i] = g[i]
		for k := range i {
			x[i] -= h[i][k] * x[k]
		}
		x[i] /= h[i][i]
	}
	for i := len(h) - 1; i >= 0; i-- {
		for k := i + 1; k < len(h); k++ {
			x[i] -= h[k][i] * x[k]
		}
		x[i] /= h[i][i]
	}
	return x
}
