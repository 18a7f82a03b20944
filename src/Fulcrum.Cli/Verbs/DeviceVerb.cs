using System.CommandLine;
using System.Globalization;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Data;
using Fulcrum.Device;
using Fulcrum.Device.Following;
using Fulcrum.Device.Reporting;
using Fulcrum.Lab.Deployments;
using Fulcrum.Lab.Processes;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Sets;
using Fulcrum.Runtime;
using Fulcrum.Stages.Links;
using Fulcrum.Tracing;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`device --server URL --model NAME --data D`, or `device --plan DIR --next URL --data D`: a device that runs the first part of a model and asks for the rest.</summary>
internal static class DeviceVerb
{
    private static readonly Option<Uri?> Server = AddressOption.Create("The server's address.", isRequired: false);
    private static readonly Option<string?> ModelName = new("--model") { Description = "The model's name in the server's repository." };
    private static readonly Option<string?> Plan = new("--plan") { Description = "Or the folder of a plan or of a set of plans, whose first tier is run." };
    private static readonly Option<Uri?> Next = AddressOption.Create("Where the plan's second tier listens.", isRequired: false, "--next");
    private static readonly Option<int> InFlight = new("--in-flight") { Description = "With --plan: requests under way at a time.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Raw = new("--raw") { Description = "With --plan: a file for the times of every request, comma-separated." };
    private static readonly Option<int> Warmup = new("--warmup") { Description = "With --plan: requests before the timed ones.", DefaultValueFactory = _ => 10 };
    private static readonly Option<string> Data = new("--data") { Description = "A dataset's name, or a folder of its files; its test split is run.", Required = true };
    private static readonly Option<int> Requests = new("--requests") { Description = "Test samples to run, with --plan requests to time; 0 runs all.", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> BatchSize = new("--batch-size") { Description = "Samples per request.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Timed = new("--timed-requests") { Description = "Further single-sample requests whose phases are timed.", DefaultValueFactory = _ => 50 };
    private static readonly Option<double?> Deadline = Quantity.Option("--deadline", Unit.Duration, "With a set of plans: the longest that a request may take; what the next tier does not answer in time is answered without it.");
    private static readonly Option<double?> Every = Quantity.Option("--every", Unit.Duration, "With --plan: the time from the start of a request to that of the next.");
    private static readonly Option<string?> BatteryCharge = new("--battery") { Description = "With a set of plans: the battery's charge in percent, or a file that holds it; the emptier, the more energy counts." };
    private static readonly Option<bool> Sweep = new("--sweep") { Description = "Run every cut and level instead of the server's choice." };
    private static readonly Option<int?> Cut = new("--cut") { Description = "Only this cut." };
    private static readonly Option<double?> Level = new("--level") { Description = "Only this accuracy level, in points." };
    private static readonly Option<double?> MaxDrop = Quantity.Option("--max-drop", Unit.Points, "Tolerated loss.");
    private static readonly Option<double?> Bandwidth = Quantity.Option("--bandwidth", Unit.DataRate, "The link's rate.");
    private static readonly Option<double?> Memory = Quantity.Option("--memory", Unit.Size, "Memory for weights; with a set of plans for weights and activations.");
    private static readonly Option<double?> Clock = Quantity.Option("--device-clock", Unit.Frequency, "The device's clock.");
    private static readonly Option<double?> Power = Quantity.Option("--transmit-power", Unit.Power, "Transmit power.");
    private static readonly Option<double?> Expected = new("--expected-requests") { Description = "Requests that one segment download serves." };
    private static readonly Option<bool> RawInputStays = new("--raw-input-stays") { Description = "The input must not leave the device." };
    private static readonly Option<string?> Cache = new("--cache") { Description = "Where segments are kept. Default: a folder of the user's." };

    private static readonly Option<string?> Report = new("--report") { Description = "A name to report under, for the dashboard of the server or of the second tier." };

    public static Command Create()
    {
        var command = new Command("device", "Run as a device against a server, or in front of a deployed plan.")
        {
            Server, ModelName, Plan, Next, InFlight.AtLeast(1), Raw, Deadline, Every, BatteryCharge, Warmup.AtLeast(0), Data, Requests.AtLeast(0), BatchSize.AtLeast(1), Timed.AtLeast(0), Sweep, Cut, Level, MaxDrop, Bandwidth, Memory, Clock, Power, Expected, RawInputStays, Cache, Report,
        };
        LinkFlags.AddTo(command);
        StageFlags.AddTo(command);
        CredentialFlags.AddTo(command);
        UpdateFlags.AddTo(command);
        TraceFlags.AddTo(command);
        return command.Runs(Run);
    }

    private static async Task<int> Run(VerbContext context)
    {
        using SpanExport? spans = TraceFlags.Start(context, "fulcrum-device");
        int code = await RunAsync(context).ConfigureAwait(false);
        spans?.Dispose();
        if (spans?.Counts is { } counts && counts.Crowded + counts.Failed > 0)
            context.Note($"{counts.Crowded + counts.Failed} spans did not reach the collector, {counts.Exported} did");
        return code;
    }

    private static Task<int> RunAsync(VerbContext context)
    {
        (Uri? server, string? model, string? plan) = (context.Value(Server), context.Value(ModelName), context.Value(Plan));
        if (plan is not null)
        {
            return server is null && (model is null || UpdateFlags.IsGiven(context))
                ? RunPlan(context, plan)
                : throw new InputException("option-malformed", "--plan", "A plan folder names its model, and its second tier is reached at --next.", "Leave out --server and --model.");
        }

        return server is not null && model is not null
            ? RunServer(context, server, model)
            : throw new InputException("option-missing", server is null ? "--server" : "--model", "A device needs a server and a model on it, or a plan folder.", "Use --server URL --model NAME, or --plan DIR --next URL.");
    }

    private static async Task<int> RunPlan(VerbContext context, string place)
    {
        long started = TimeProvider.System.GetTimestamp();
        DatasetSplit test = DatasetStore.Open(context.Value(Data)).Test;
        int requests = context.Value(Requests) > 0 ? context.Value(Requests) : test.Count;
        TimeSpan? deadline = context.Value(Deadline) is double seconds ? TimeSpan.FromSeconds(seconds) : null;
        Battery? battery = context.Value(BatteryCharge) is string charge ? Battery.Parse(charge, BatteryCharge.Name) : null;
        string path = await UpdateFlags.ResolveAsync(context, place, context.Value(ModelName), tried => Open(context, tried, deadline, battery).Item1.Dispose()).ConfigureAwait(false);
        (IDeployment opened, PlanSubject subject) = Open(context, path, deadline, battery);
        Upgrading? upgrading = UpdateFlags.IsGiven(context) ? new Upgrading(context, place, path, opened, folder => Open(context, folder, deadline, battery).Item1, started) : null;
        IDeployment plan = upgrading?.Plan ?? opened;
        using (plan)
        {
            upgrading?.Start();
            var tally = new DeviceTally();
            using LinkClient? client = context.Value(Next) is Uri next && context.Has(Report) ? new LinkClient(next, null, TimeSpan.FromSeconds(30), CredentialFlags.Read(context)) : null;
            await using DeviceReporter? reporter = Reporter(context, client?.Http, () => tally.Report(subject.Model, subject.Sha256[..16], battery?.ChargePercent()));
            (PlanReport report, IReadOnlyList<RequestRow> rows) = await new PlanDevice(plan, subject, test, context.Progress, context.Cancellation, context.Has(Report) ? tally : null)
                .RunAsync(context.Value(Data), requests, context.Value(Warmup), context.Value(InFlight), deadline, TimeSpan.FromSeconds(context.Value(Every) ?? 0)).ConfigureAwait(false);
            if (upgrading is not null)
                report = report with { Upgrade = await upgrading.EndAsync().ConfigureAwait(false) };
            if (context.Value(Raw) is string raw)
                RequestRow.Write(raw, subject.Tiers, rows);
            context.Print(report, PlanReportJson.Default.PlanReport, console => PlanDeviceTable.Draw(console, report));
            return ExitCodes.Done;
        }
    }

    private static (IDeployment, PlanSubject) Open(VerbContext context, string path, TimeSpan? deadline, Battery? battery)
    {
        var runner = new OnnxRuntimeRunner(context.Threads);
        if (!PlanSet.IsSet(path))
        {
            if (deadline is not null || context.Has(BatteryCharge))
                throw new InputException("option-malformed", deadline is null ? "--battery" : "--deadline", "A single plan leaves nothing to choose.", "Make a set of plans: fulcrum plan MODEL --tiers FILE --rates LINK=LEAST..MOST:POINTS -o DIR.");
            var folder = PlanFolder.Read(path);
            return (DeployedPlan.Open(folder, runner, context.Value(Next), LinkFlags.Shape(context), options: StageFlags.Options(context), credentials: CredentialFlags.Read(context)), PlanSubject.Of(folder));
        }

        var options = new FollowOptions
        {
            Deadline = deadline,
            MemoryBytes = context.Value(Memory) ?? double.PositiveInfinity,
            Battery = battery,
            Note = context.Note,
        };
        var set = DeployedSet.Open(PlanSet.Read(path), runner, context.Value(Next), options, LinkFlags.Shape(context), stage: StageFlags.Options(context), credentials: CredentialFlags.Read(context));
        return (set, PlanSubject.Of(set));
    }

    private static async Task<int> RunServer(VerbContext context, Uri server, string model)
    {
        DatasetSplit test = DatasetStore.Open(context.Value(Data)).Test;
        int samples = context.Value(Requests);
        using var client = new LinkClient(server, LinkFlags.Shape(context), TimeSpan.FromSeconds(30), CredentialFlags.Read(context));
        var agent = new DeviceAgent(client.Http, new OnnxRuntimeRunner(context.Threads), new SegmentCache(context.Value(Cache) ?? DefaultCache()));
        var tally = new DeviceTally();
        var runner = new DeviceRunner(agent, model, samples > 0 ? test.Take(samples) : test, context.Value(BatchSize), context.Value(Timed), context.Progress, context.Cancellation, context.Has(Report) ? tally : null);
        await using DeviceReporter? reporter = Reporter(context, client.Http, () => tally.Report(model, runner.Plan));
        DeviceReport report = context.Value(Sweep)
            ? await runner.SweepAsync(Message(context)).ConfigureAwait(false)
            : await runner.RunAsync(Message(context)).ConfigureAwait(false);
        context.Print(report, DeviceJson.Default.DeviceReport, console => Draw(console, report));
        return ExitCodes.Done;
    }

    private static DeviceReporter? Reporter(VerbContext context, HttpClient? http, Func<DeviceReportMessage> report)
    {
        if (context.Value(Report) is not string name)
            return null;
        return http is null
            ? throw new InputException("option-malformed", "--report", "The plan runs on the device alone: there is no server to report to.", "Leave the name out.")
            : new DeviceReporter(http, name, report, context.Note);
    }

    private static PlanRequestMessage Message(VerbContext context) => new()
    {
        MaxDropPoints = context.Value(MaxDrop),
        DeviceClockHz = context.Value(Clock),
        DeviceMemoryBytes = context.Value(Memory),
        DeviceTransmitWatts = context.Value(Power),
        LinkBitsPerSecond = context.Value(Bandwidth),
        ExpectedRequests = context.Value(Expected),
        RawInputStays = context.Value(RawInputStays),
        Cut = context.Value(Cut),
        Level = context.Value(Level),
    };

    private static string DefaultCache() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "fulcrum", "segments");

    private static void Draw(IAnsiConsole console, DeviceReport report)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("cut", "level", "bits", "payload", "ratio", "sent / sample", "Top-1", "95 %", "loss", "device", "uplink", "server", "downlink");
        foreach (DeviceRun r in report.Runs)
        {
            table.AddRow(
                Text($"{r.Cut}"), Text($"{r.Level}"), string.Join(' ', r.Bits), Text($"{r.PayloadBytes}"), Text($"{100 * r.PayloadRatio:0.0} %"), Text($"{r.CutTensorBytes}"),
                Text($"{100 * r.Top1:0.00} %"), Text($"{100 * r.Interval[0]:0.00} to {100 * r.Interval[1]:0.00}"), r.DropPoints is double d ? Text($"{d:0.00}") : "",
                Text($"{r.Latency.Device.P50:0.000} ms"), Text($"{r.Latency.Uplink.P50:0.000} ms"), Text($"{r.Latency.Server.P50:0.000} ms"), Text($"{r.Latency.Downlink.P50:0.000} ms"));
        }

        console.Write(table);
        console.WriteLine(Text($"{report.Requests} requests; {report.Bytes.Download} bytes of segments, {report.Bytes.Up} bytes up, {report.Bytes.Down} bytes down."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
