// The provider's side of Bedrock's Converse and ConverseStream. Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html

import { awsFrames } from '../../streams/aws-frames.ts'
import type { UpstreamDialect } from '../dialect.ts'
import { failureOf } from './failure.ts'
import { readEvents } from './read-events.ts'
import { readResponse } from './read-response.ts'
import { writeRequest } from './write-request.ts'

/** The `bedrock` dialect: the path has the model, and `converse` or `converse-stream`. */
export const bedrock: UpstreamDialect = {
  write(request, loss) {
    const { body, answerTool } = writeRequest(request, loss)
    return {
      body,
      answer: { response: (whole) => readResponse(whole, answerTool), events: () => readEvents(answerTool) },
    }
  },
  frames: awsFrames,
  failure: failureOf,
}
