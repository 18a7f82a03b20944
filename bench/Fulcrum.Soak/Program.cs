using System.Globalization;
using Fulcrum.Soak;

// Fulcrum.Soak [REQUESTS] [RELOADS]: whether servers stay as they are, however long they serve. Exit code 1 where something grows.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var site = new SoakSite();
IReadOnlyList<string> grown = await new SoakRun(site, SoakOptions.Parse(args), Console.WriteLine).RunAsync();
Console.WriteLine(grown.Count == 0 ? "flat" : $"grows: {string.Join(", ", grown)}");
return grown.Count == 0 ? 0 : 1;
