/*
 * Capture files of skboutput: the classic format of libpcap, raw IP packets, microseconds. All files of a session are
 * open from its start to its end.
 */
#include <errno.h>
#include <stdio.h>

#include "run/internal.h"

enum { SNAP_LENGTH = 65535, LINK_RAW_IP = 101 };

struct run_pcap {
	const char *path;
	FILE *file;
	struct run_pcap *next;
};

struct file_header {
	uint32_t magic;
	uint16_t major, minor;
	uint32_t zone, accuracy, snap_length, link_type;
};

struct packet_header {
	uint32_t seconds, microseconds, captured, length;
};

static struct run_pcap *find(struct run *r, const char *path)
{
	struct run_pcap *p = r->pcaps;

	while (p && strcmp(p->path, path))
		p = p->next;
	return p;
}

int run_pcap_open(struct run *r, const char *path)
{
	static const struct file_header header = { .magic = 0xa1b2c3d4, .major = 2, .minor = 4,
						   .snap_length = SNAP_LENGTH, .link_type = LINK_RAW_IP };

	if (find(r, path))
		return 0;
	FILE *f = fopen(path, "we");
	if (!f)
		return -errno;
	struct run_pcap *p = xcalloc(1, sizeof(*p));
	*p = (struct run_pcap){ .path = path, .file = f, .next = r->pcaps };
	r->pcaps = p;
	fwrite(&header, sizeof(header), 1, f);
	return 0;
}

int run_pcap_write(struct run *r, const char *path, uint64_t wall_ns, const void *packet, uint32_t captured,
		   uint32_t length)
{
	struct packet_header header = { .seconds = (uint32_t)(wall_ns / 1000000000),
					.microseconds = (uint32_t)(wall_ns % 1000000000 / 1000),
					.captured = captured, .length = length };
	struct run_pcap *p = find(r, path);

	errno = 0;
	fwrite(&header, sizeof(header), 1, p->file);
	fwrite(packet, 1, captured, p->file);
	return ferror(p->file) ? -(errno ? errno : EIO) : 0;
}

void run_pcap_close_all(struct run *r)
{
	while (r->pcaps) {
		struct run_pcap *p = r->pcaps;
		r->pcaps = p->next;
		if (fclose(p->file))
			run_error(r, "Failed to write %s: %s", p->path, strerror(errno));
		free(p);
	}
}
