namespace Fulcrum.Protocol.Contracts;

/// <summary>The server's plan for a device.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="ModelSha256">Hash of its .onnx file.</param>
/// <param name="Layers">L.</param>
/// <param name="Cut">Layers that run on the device: 0 to L.</param>
/// <param name="Level">The accuracy level of the pattern, in points.</param>
/// <param name="WeightBits">Width per device layer; 32 is float.</param>
/// <param name="Segment">What to download; null at cut 0.</param>
/// <param name="CutTensor">What the device sends on, or at cut L: its result.</param>
/// <param name="OutputElements">Values per sample of the model's answer.</param>
/// <param name="Predicted">Time, energy and cost by the model.</param>
/// <param name="Summary">The choice in one sentence.</param>
/// <param name="Reasons">Why, a sentence each; empty where the request left no choice.</param>
public sealed record PlanMessage(
    string Model, string Version, string ModelSha256, int Layers, int Cut, double Level, IReadOnlyList<int> WeightBits, SegmentMessage? Segment,
    CutTensorMessage CutTensor, int OutputElements, PredictionMessage Predicted, string Summary, IReadOnlyList<string> Reasons);

/// <summary>A segment to download from <c>/fulcrum/v1/segments/{id}</c>.</summary>
/// <param name="Id">Lower-case hex SHA-256 of the file.</param>
/// <param name="Bytes">Its length: the bytes on the wire.</param>
/// <param name="Fp32Bytes">The same weights as fp32.</param>
public sealed record SegmentMessage(string Id, long Bytes, long Fp32Bytes);

/// <summary>How the cut tensor travels.</summary>
/// <param name="Name">The value's name in the model.</param>
/// <param name="Elements">Values per sample.</param>
/// <param name="Bits">Width; 32 is float.</param>
/// <param name="Scale">Step size.</param>
/// <param name="ZeroPoint">The code of zero.</param>
/// <param name="BytesPerSample">Coded bytes of one sample; 0 when nothing is sent on.</param>
public sealed record CutTensorMessage(string Name, int Elements, int Bits, float Scale, int ZeroPoint, long BytesPerSample);

/// <summary>Predicted figures of one request, QPART (5)-(8), (14)-(17).</summary>
public sealed record PredictionMessage(
    double DownloadSeconds, double DeviceSeconds, double UplinkSeconds, double ServerSeconds, double EnergyJoules, double CostUsd, double Objective);
