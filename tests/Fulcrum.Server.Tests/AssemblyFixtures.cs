[assembly: AssemblyFixture(typeof(Fulcrum.Server.Tests.PlannedRepository))]
