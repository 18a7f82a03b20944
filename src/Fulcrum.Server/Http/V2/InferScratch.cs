using System.Text.Encodings.Web;
using System.Text.Json;
using Fulcrum.Server.Batching;

namespace Fulcrum.Server.Http.V2;

/// <summary>What one request needs besides its slot; kept for the next one.</summary>
internal sealed class InferScratch
{
    public InferScratch() => Writer = new Utf8JsonWriter(Answer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public InferHeader Header { get; } = new();

    public InferJob Job { get; } = new();

    public BodyAccount Account { get; } = new();

    /// <summary>The request's JSON, or all of a raw request.</summary>
    public PooledBuffer Json { get; } = new();

    /// <summary>The answer's JSON.</summary>
    public PooledBuffer Answer { get; } = new();

    public Utf8JsonWriter Writer { get; }

    /// <summary>Ranks and dimensions of the inputs.</summary>
    public List<long> Key { get; } = [];

    public void Clear()
    {
        Json.Clear();
        Answer.Clear();
        Key.Clear();
        Writer.Reset(Answer);
    }
}
