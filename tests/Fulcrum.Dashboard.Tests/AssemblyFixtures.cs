[assembly: AssemblyFixture(typeof(Fulcrum.Server.Tests.PlannedRepository))]
[assembly: AssemblyFixture(typeof(Fulcrum.Dashboard.Tests.Chromium))]
// One browser on few cores: side by side the tests would wait for each other in it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
