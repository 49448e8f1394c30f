import { describe, expect, it } from 'vitest';
import { startTestService } from './service.ts';

describe('readiness', () => {
  it('goes with the database, while the process lives and answers what needs none', async () => {
    const service = await startTestService();
    expect(await service.send('/livez')).toMatchObject({ status: 200, body: { status: 'live' } });
    expect(await service.send('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
    await service.database.drop();
    expect(await service.send('/readyz')).toMatchObject({
      status: 503,
      body: { errors: [{ extensions: { code: 'UNAVAILABLE' } }] },
    });
    expect(await service.send('/livez')).toMatchObject({ status: 200 });
    expect((await service.post('{ rules { id } }')).body).toMatchObject({ data: {} });
    const { status, body } = await service.post(
      '{ decision(id: "00000000-0000-7000-8000-000000000000.1") { id } }',
    );
    expect({ status, body }).toMatchObject({ status: 200, body: { data: { decision: null }, errors: [{}] } });
    expect(JSON.stringify(body)).not.toMatch(/database|postgres|select|3D000/i);
    await service.close();
  });

  it('ends before the server does, which answers what is in flight', async () => {
    const service = await startTestService();
    const inFlight = Array.from({ length: 20 }, () =>
      service.post('{ contactGroupChanges { nodes { id } } }'),
    );
    const closed = service.close();
    expect(await service.send('/readyz')).toMatchObject({ status: 503 });
    for (const { status } of await Promise.all(inFlight)) expect(status).toBe(200);
    await closed;
    await expect(service.send('/livez')).rejects.toThrow();
    await service.database.drop();
  });
});
