using System.Text.Unicode;
using CsvHelper;
using GradCamService.Explain.Naming;

namespace GradCamService.Evaluate.Datasets;

/// <summary>A file of comma-separated values (RFC 4180, UTF-8) whose first row names its columns.</summary>
internal static class CsvTable
{
    private const int LongestRow = 1 << 20;

    private static readonly CsvReaderOptions Strict = new()
    {
        Separator = ',',
        DetectSeparatorHint = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Skip,
        FieldCountMismatch = CsvFieldCountHandling.Skip,
        MaxRecordSize = LongestRow,
        IncludeValuesInExceptions = false,
    };

    private static readonly Dictionary<CsvMalformedReason, string> Reasons = new()
    {
        [CsvMalformedReason.StrayQuote] = "has a quote inside a field without quotes; put the field in quotes and double the quotes in it",
        [CsvMalformedReason.TextAfterClosingQuote] = "has text behind a closing quote; double the quotes inside a field",
        [CsvMalformedReason.UnterminatedQuote] = "has a quote that does not close",
        [CsvMalformedReason.FieldCountMismatch] = "must have as many fields as the first row; a field with a comma must be in quotes",
    };

    /// <summary>Names of the columns; empty where the file begins with something else than a row of names.</summary>
    /// <param name="path">Absolute.</param>
    public static IReadOnlyList<string> ColumnsOf(string path)
    {
        try
        {
            using var csv = CsvReader.FromFile(path, Strict);
            return NamesOf(csv);
        }
        catch (CsvFormatException)
        {
            return [];
        }
    }

    /// <summary>The rows below the names.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="name">For messages.</param>
    /// <param name="required">Columns that must be there, in any order and case.</param>
    /// <param name="problems">Told of rows that are left out because they cannot be read.</param>
    /// <exception cref="DatasetException">A column lacks or is there twice; or what follows cannot be parted into rows.</exception>
    public static IEnumerable<CsvRow> Rows(string path, string name, IReadOnlyList<string> required, DatasetProblems problems)
    {
        var options = Strict with { OnMalformedRecord = bad => problems.Add(Where(name, bad.LineNumber), Reasons[bad.Reason]) };
        using var csv = CsvReader.FromFile(path, options);
        var columns = Parsed(name, problems, () => Columns(NamesOf(csv), name, required, problems));
        while (Parsed(name, problems, csv.Read))
        {
            var where = Where(name, csv.LineNumber);
            if (Enumerable.Range(0, csv.FieldCount).All(field => Utf8.IsValid(csv.GetSpan(field))))
                yield return new CsvRow(where, [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)], columns);
            else
                problems.Add(where, "is not UTF-8; save the file as CSV in UTF-8");
        }
    }

    /// <summary>What is wrong with columns that lack one.</summary>
    public static string Lacking(string column, IReadOnlyList<string> columns)
    {
        if (columns.Count == 0)
            return $"has no first row with names of columns, such as {column}";
        var separated = columns.Any(name => name.Contains(';', StringComparison.Ordinal));
        var hint = separated ? "; columns must be separated by commas, not semicolons"
            : Nearest.To(column, columns, 1) is [var near] ? $"; is '{Names.Shorten(near)}' meant to be it?" : "";
        return $"has no column '{column}'; its columns are {string.Join(", ", columns.Select(Names.Shorten))}{hint}";
    }

    // Delegates of options are called while rows are read; names are read before the first.
    private static List<string> NamesOf(CsvReader csv)
    {
        csv.ReadHeader();
        return [.. csv.Headers.Select(header => header.Trim())];
    }

    private static Dictionary<string, int> Columns(List<string> names, string name, IReadOnlyList<string> required, DatasetProblems problems)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++)
            if (!columns.TryAdd(names[i], i))
                throw problems.End(Where(name, 1), $"names the column '{Names.Shorten(names[i])}' twice");
        var lacking = required.Where(column => !columns.ContainsKey(column)).ToList();
        foreach (var column in lacking)
            problems.Add(Where(name, 1), Lacking(column, names));
        if (lacking.Count > 0)
            problems.ThrowIfAny();
        return columns;
    }

    private static T Parsed<T>(string name, DatasetProblems problems, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw problems.End(
                Where(name, e.LineNumber), $"begins a row that cannot be read, perhaps with a quote that does not close: {e.Message}", e);
        }
    }

    private static string Where(string name, long line) => FormattableString.Invariant($"{name}, line {line}");
}

/// <summary>A row.</summary>
/// <param name="Where">File and line.</param>
/// <param name="Fields">As many as there are columns.</param>
/// <param name="Columns">Their places.</param>
internal readonly record struct CsvRow(string Where, string[] Fields, IReadOnlyDictionary<string, int> Columns)
{
    /// <summary>A field without space around it; empty where there is no such column.</summary>
    public string this[string column] => Columns.TryGetValue(column, out var place) ? Fields[place] : "";
}
