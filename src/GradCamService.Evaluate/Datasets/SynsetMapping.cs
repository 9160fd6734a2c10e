using GradCamService.Explain.Naming;

namespace GradCamService.Evaluate.Datasets;

/// <summary><c>LOC_synset_mapping.txt</c>: a line a category, WordNet id and names: <c>n01440764 tench, Tinca tinca</c>.</summary>
internal static class SynsetMapping
{
    private const string Name = "LOC_synset_mapping.txt";

    /// <summary>The file's categories in its order; none where there is no such file.</summary>
    public static void Declare(DatasetFiles files, DatasetBuilder builder)
    {
        if (!File.Exists(files.At(Name)))
            return;
        var line = 0;
        foreach (var text in File.ReadLines(files.At(Name)))
        {
            line++;
            var words = text.Trim().Split(' ', 2);
            var where = FormattableString.Invariant($"{Name}, line {line}");
            if (words is [""])
                continue;
            if (words is not [var id, var names] || !IlsvrcLayout.IsWordNetId(id))
                builder.Problems.Add(where, $"must be a WordNet id and names, as in 'n01440764 tench, Tinca tinca'; is '{Names.Shorten(text)}'");
            else if (!builder.Declare(id, names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
                builder.Problems.Add(where, $"lists {id} a second time");
        }
    }
}
