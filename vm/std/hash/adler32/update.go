package adler32

func update(d digest, p []byte) digest
