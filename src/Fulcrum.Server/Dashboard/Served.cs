using Fulcrum.Planning.Online;
using Fulcrum.Protocol.Plans;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Phases;

namespace Fulcrum.Server.Dashboard;

/// <summary>What a server has to show.</summary>
/// <param name="Limits">Its limits.</param>
/// <param name="Phases">Where the time of its requests went.</param>
/// <param name="Devices">What devices said.</param>
/// <param name="Models">The models of its repository now, by name.</param>
/// <param name="Plans">The plans of which it hosts a tier now.</param>
internal sealed record Served(ServerLimits Limits, PhaseLog Phases, DeviceRegistry Devices, Func<IEnumerable<ServedModel>> Models, Func<IReadOnlyList<ServedPlan>> Plans);

/// <summary>A model of a repository.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version served.</param>
/// <param name="File">Its .onnx file.</param>
/// <param name="Planner">What chooses among its patterns; null where it was not planned.</param>
internal sealed record ServedModel(string Name, string Version, string File, OnlinePlanner? Planner);

/// <summary>A plan folder.</summary>
/// <param name="Folder">What plan.json says.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Tier">The tier that is hosted.</param>
internal sealed record ServedPlan(PlanFolder Folder, string Path, string Tier);
