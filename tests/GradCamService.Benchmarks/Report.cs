using System.Globalization;
using System.Text.Json;

namespace GradCamService.Benchmarks;

/// <summary>The table on the console and the JSON file.</summary>
internal sealed class Report(string? jsonFile)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly List<Measurement> _rows = [];

    public static void Heading() => Console.WriteLine(
        $"{"row",-22} {"model",-20} {"images",6} {"concepts",8} {"min ms",9} {"median ms",10} {"p95 ms",9} {"forwards",9} {"bytes",12}");

    public void Add(IEnumerable<Measurement> rows)
    {
        foreach (var row in rows)
        {
            _rows.Add(row);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Row,-22} {row.Model,-20} {row.Images,6} {row.Concepts,8} {row.Milliseconds.Min,9:0.00} {row.Milliseconds.Median,10:0.00} {row.Milliseconds.P95,9:0.00} {row.ForwardUnits,9:0.00} {row.Bytes,12}"));
        }
    }

    public void Save()
    {
        if (jsonFile is not null)
            File.WriteAllText(jsonFile, JsonSerializer.Serialize(_rows, Json));
    }
}
