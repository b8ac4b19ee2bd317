package place

import "math"

// earthRadius is the mean radius of the Earth in km (IUGG, R1).
const earthRadius = 6371.0088

// Distance is the great-circle distance in km between two points given in degrees.
// It uses the haversine formula, which stays exact for neighbours and across the date line.
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	sinLat := math.Sin((lat2 - lat1) * rad / 2)
	sinLon := math.Sin((lon2 - lon1) * rad / 2)
	h := sinLat*sinLat + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sinLon*sinLon
	return 2 * earthRadius * math.Asin(math.Sqrt(min(1, h)))
}
