// What Backstage 1.55 reached with the same data set, requests and driver, on a quiet machine of this kind (2 cores). Recorded
// once, not measured again beside us: a ratio holds only for 10,000 entities, and only as far as this machine is quiet too.
export const peerName = 'Backstage 1.55, recorded on a quiet machine of this kind';
export const peerEntities = 10_000;

export const peer = {
  'entity-by-name': { rps: 1848, p50_ms: 4.1, p99_ms: 12 },
  'by-query-page1': { rps: 81, p50_ms: 98, p99_ms: 154 },
  'by-query-cursor': { rps: 593, p50_ms: 13, p99_ms: 32 },
  'by-query-owned': { rps: 327, p50_ms: 24, p99_ms: 48 },
  'by-query-fulltext': { rps: 21, p50_ms: 368, p99_ms: 940 },
  'by-query-fulltext-allfields': { rps: 141, p50_ms: 54, p99_ms: 100 },
  'by-query-count': { rps: 206, p50_ms: 38, p99_ms: 75 },
  'entities-fields-500': { rps: 70, p50_ms: 111, p99_ms: 182 },
  'entities-full-100': { rps: 160, p50_ms: 48, p99_ms: 89 },
  'entity-facets': { rps: 291, p50_ms: 26, p99_ms: 56 },
  'entity-facets-filtered': { rps: 46, p50_ms: 161, p99_ms: 264 },
  'by-refs-50': { rps: 997, p50_ms: 7.6, p99_ms: 24 },
  ancestry: { rps: 928, p50_ms: 8.3, p99_ms: 26 },
};

/** Of what is not a rate. Its resident memory lay between 285 and 672 MB. */
export const peerOnce = { ingest_secs: 94, db_bytes_per_entity: 37_000, first_list_ms: 4100 };
