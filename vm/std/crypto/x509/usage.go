package x509

import (
	"math/bits"
	"strconv"
	"sync"
)

var keyUsages = [...]string{"digitalSignature", "contentCommitment", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign",
	"encipherOnly", "decipherOnly"}

// String returns the name of a single use.
func (usage KeyUsage) String() string {
	if n := bits.TrailingZeros(uint(usage)); bits.OnesCount(uint(usage)) == 1 && n < len(keyUsages) {
		return keyUsages[n]
	}
	return "KeyUsage(" + strconv.Itoa(int(usage)) + ")"
}

var extKeyUsages = [...]string{"anyExtendedKeyUsage", "serverAuth", "clientAuth", "codeSigning", "emailProtection", "ipsecEndSystem", "ipsecTunnel",
	"ipsecUser", "timeStamping", "OCSPSigning", "msSGC", "nsSGC", "msCodeCom", "msKernelCode"}

// String returns the name of a use.
func (usage ExtKeyUsage) String() string {
	if usage < 0 || int(usage) >= len(extKeyUsages) {
		return "ExtKeyUsage(" + strconv.Itoa(int(usage)) + ")"
	}
	return extKeyUsages[usage]
}

// OID returns the identifier of a use. It panics if the use is unknown.
func (usage ExtKeyUsage) OID() OID {
	if known, ok := oidFromExtKeyUsage(usage); ok {
		if oid, err := OIDFromASN1OID(known); err == nil {
			return oid
		}
	}
	panic("x509: internal error: known ExtKeyUsage has no OID")
}

// NoValidChains says that no chain of certificates is left.
const NoValidChains = CANotAuthorizedForExtKeyUsage + 1

var fallback struct {
	mu    sync.Mutex
	roots *CertPool // nil before SetFallbackRoots; guarded by mu
}

// SetFallbackRoots sets the roots for where the system has none. It may be called once.
func SetFallbackRoots(roots *CertPool) {
	if roots == nil {
		panic("roots must be non-nil")
	}
	fallback.mu.Lock()
	defer fallback.mu.Unlock()
	if fallback.roots != nil {
		panic("SetFallbackRoots has already been called")
	}
	fallback.roots = roots
}

// systemRootsPool returns the roots of the system, or those that stand for them.
func systemRootsPool() *CertPool {
	once.Do(initSystemRoots)
	fallback.mu.Lock()
	defer fallback.mu.Unlock()
	if fallback.roots != nil && (systemRoots == nil || systemRoots.len() == 0) {
		return fallback.roots
	}
	return systemRoots
}
