package sha512

// block adds whole blocks to what dig has hashed.
func block(dig *digest, p []byte)
