using System.Text.Json;
using System.Text.Json.Serialization;
using Fulcrum.Problems;

namespace Fulcrum.Training.Checkpoints;

/// <summary>Where a training run stands: enough to go on as if it had never stopped.</summary>
/// <param name="Fingerprint">Hash of model, data and options: a checkpoint of another run is refused.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="LossSum">Sum of the losses of the epoch's steps so far.</param>
/// <param name="Epochs">The finished epochs.</param>
/// <param name="State">Parameters, statistics and optimiser states, slot after slot.</param>
internal sealed record TrainingCheckpoint(string Fingerprint, int Steps, double LossSum, IReadOnlyList<EpochResult> Epochs, IReadOnlyList<byte[]> State)
{
    /// <summary>The file: a length, that many bytes of JSON, then the state.</summary>
    public void Write(Stream stream)
    {
        var header = new CheckpointHeader(Fingerprint, Steps, LossSum, Epochs, [.. State.Select(s => s.Length)]);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, CheckpointJson.Default.CheckpointHeader);
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(json.Length);
        writer.Write(json);
        foreach (byte[] slot in State)
            writer.Write(slot);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InputException"><c>checkpoint-unreadable</c>.</exception>
    public static TrainingCheckpoint Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using var reader = new BinaryReader(file);
            int length = reader.ReadInt32();
            if (length < 0 || length > file.Length)
                throw new InvalidDataException("Its header is longer than the file.");
            CheckpointHeader header = JsonSerializer.Deserialize(reader.ReadBytes(length), CheckpointJson.Default.CheckpointHeader) ?? throw new InvalidDataException("Its header is empty.");
            if (header.Sizes is null || header.Epochs is null || header.Sizes.Any(s => s < 0))
                throw new InvalidDataException("Its header is damaged.");
            if (file.Length != 4L + length + header.Sizes.Sum(s => (long)s))
                throw new InvalidDataException("It is cut short.");
            return new TrainingCheckpoint(header.Fingerprint, header.Steps, header.LossSum, header.Epochs, [.. header.Sizes.Select(reader.ReadBytes)]);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or JsonException or UnauthorizedAccessException)
        {
            throw new InputException("checkpoint-unreadable", path, failure.Message, "Delete it, or start without --resume.", failure);
        }
    }
}

/// <summary>The head of a checkpoint file.</summary>
internal sealed record CheckpointHeader(string Fingerprint, int Steps, double LossSum, IReadOnlyList<EpochResult> Epochs, IReadOnlyList<int> Sizes);

/// <summary>JSON of checkpoints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CheckpointHeader))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
