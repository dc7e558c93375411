import type { EndpointName } from '@openvcloud/contract';
import type { ApiError } from '../errors/errors';
import type { Caller } from './authenticate';

/** A request that is refused before its handler is asked. */
export interface RefusedRequest {
  caller: Caller;
  ip: string;
  requestId: string;
  /** Of what it would have changed. */
  path: string;
}

/** Where refusals of acts leave their trail. */
export interface RefusalTrail {
  note(name: EndpointName, request: RefusedRequest, refusal: Pick<ApiError, 'code' | 'detail'>): Promise<void>;
}
