using Fulcrum.Data;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Lab.Inputs;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>The paper's conditions: one device, one server, one link, and an objective of time, energy and cost.</summary>
internal static class TableTwo
{
    public static TierSystem System { get; } = new([ModelledTimes.Device(new DeviceProfile()), ModelledTimes.Server(new ServerProfile())], [ModelledTimes.Link(new LinkProfile(), new DeviceProfile())]);

    public static Objective Objective { get; } = Objective.Qpart(1, 1, 1);

    /// <summary>A variant as the paper's model sees it: coding takes no time; and the input may be sent in an ordinary lossless encoding.</summary>
    public static PreparedVariant Seen(PreparedVariant prepared, double encodedInput)
    {
        string input = prepared.Variant.Map.AllInTail.Tensors[0].Name;
        var codings = prepared.Variant.Codings.ToDictionary(c => c.Key, c => (IReadOnlyList<TensorCoding>)[.. c.Value.Select(o => o with { EncodeSeconds = 0, DecodeSeconds = 0 })]);
        codings[input] = [.. codings[input].Where(c => c.Name != TensorCoding.Compressed), new TensorCoding(TensorCoding.Compressed, encodedInput)];
        return prepared with { Variant = prepared.Variant with { Codings = codings } };
    }

    /// <summary>Bytes of a mean input of the test samples.</summary>
    public static double EncodedInput(Dataset data) => EncodedInputs.MeanBytes(data.Test);
}
