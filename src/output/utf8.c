/* Recognising UTF-8 in bytes that may be anything. */
#include "output/internal.h"

size_t out_utf8_length(const uint8_t *p, size_t n)
{
	static const uint8_t lead_bits[5] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = p[0] >= 0xf8 ? 0 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : p[0] >= 0xc0 ? 2 : p[0] < 0x80;
	if (!len || len > n)
		return 0;
	uint32_t code = p[0] & lead_bits[len];
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3f);
	}
	bool is_surrogate = code >= 0xd800 && code < 0xe000;
	return code >= least[len] && code <= 0x10ffff && !is_surrogate ? len : 0;
}
