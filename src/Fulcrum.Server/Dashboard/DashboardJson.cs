using System.Text.Json.Serialization;

namespace Fulcrum.Server.Dashboard;

/// <summary>JSON of what the dashboard reads: snake_case, no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(Latency))]
[JsonSerializable(typeof(DeviceList))]
[JsonSerializable(typeof(StoredReport))]
[JsonSerializable(typeof(PlanList))]
[JsonSerializable(typeof(ModelCuts))]
[JsonSerializable(typeof(AccessAnswer))]
internal sealed partial class DashboardJson : JsonSerializerContext;
