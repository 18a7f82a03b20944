using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Stages;

namespace Fulcrum.Device;

/// <summary>Turns an error answer of the server into an exception that says the same.</summary>
internal static class ProblemReader
{
    public static async Task ThrowIfProblemAsync(HttpResponseMessage response, string phase, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
            return;
        int status = (int)response.StatusCode;
        ProblemMessage? problem = await ProblemBody.ReadAsync(response, cancellation).ConfigureAwait(false);
        if (problem is { Problems: [{ Code: "body-damaged" } damaged, ..] })
            throw new LinkException(phase, damaged.Message);
        if (status is >= 400 and < 500)
        {
            throw problem is { Problems.Count: > 0 }
                ? new InputException(problem.Problems)
                : new InputException("server-refused", phase, $"The server answers {status} {response.ReasonPhrase}.", "Check the server's address: it may not be a Fulcrum server.");
        }

        throw new LinkException(phase, $"the server answers {status} {response.ReasonPhrase}");
    }
}
