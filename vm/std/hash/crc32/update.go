package crc32

func archAvailableIEEE() bool { return true }
func archInitIEEE()           {}

func archUpdateIEEE(crc uint32, p []byte) uint32
