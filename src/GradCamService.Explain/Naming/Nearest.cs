namespace GradCamService.Explain.Naming;

/// <summary>What a caller may have meant: names near to a text, for "did you mean".</summary>
public static class Nearest
{
    // Nobody misspells longer names letter by letter; the bound keeps a hostile text from costing time.
    private const int LongestText = 100;

    // Shorter parts are in every other name, and a name much shorter than the text is in it by chance.
    private const int ShortestPart = 3;
    private const double LeastShare = 0.4;

    // Ranks: a whole name off by d letters has d; the others lie between and behind.
    private const double PrefixRank = 1;
    private const double WordsRank = 1.5;
    private const double ContainedRank = 2.5;
    private const double SomeWordsRank = 4;

    private static readonly char[] Separators = [' ', '_', '-', '.', '/', ',', '\t'];

    /// <summary>At most <paramref name="count"/> candidates near to the text, each once, nearest first.</summary>
    /// <remarks>Near: equal but for case, a few letters off, made of the text's words, or one within the other. Equally near names
    /// keep their order after the closest in length.</remarks>
    public static IReadOnlyList<string> To(string text, IEnumerable<string> candidates, int count)
    {
        var wanted = Fold(text);
        if (wanted.Length == 0)
            return [];
        var words = wanted.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return candidates
            .Distinct(StringComparer.Ordinal)
            .Select(candidate => (Name: candidate, Rank: Rank(wanted, words, Fold(candidate))))
            .Where(entry => entry.Rank < double.PositiveInfinity)
            .OrderBy(entry => entry.Rank)
            .ThenBy(entry => Math.Abs(entry.Name.Length - wanted.Length))
            .Take(count)
            .Select(entry => entry.Name)
            .ToList();
    }

    /// <summary>
    /// Least number of inserted, deleted, replaced, or swapped neighbouring letters that turns one text into the other
    /// (restricted Damerau–Levenshtein); null above <paramref name="most"/>.
    /// </summary>
    public static int? Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int most)
    {
        if (Math.Abs(left.Length - right.Length) > most)
            return null;

        // A row says: the first i letters of left ↔ the first j of right.
        var width = right.Length + 1;
        Span<int> rows = width <= 256 ? stackalloc int[3 * width] : new int[3 * width];
        var before = rows[..width];
        var above = rows[width..(2 * width)];
        var row = rows[(2 * width)..];
        for (var j = 0; j < width; j++)
            row[j] = j;

        for (var i = 1; i <= left.Length; i++)
        {
            var oldest = before;
            before = above;
            above = row;
            row = oldest;
            row[0] = i;
            for (var j = 1; j < width; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                var distance = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    distance = Math.Min(distance, before[j - 2] + 1);
                row[j] = distance;
            }
        }

        return row[right.Length] <= most ? row[right.Length] : null;
    }

    private static string Fold(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed[..Math.Min(trimmed.Length, LongestText)].ToString().ToUpperInvariant();
    }

    private static double Rank(string text, string[] words, string candidate)
    {
        if (candidate.Length == 0)
            return double.PositiveInfinity;
        var best = (double)(Distance(text, candidate, Tolerance(text)) ?? double.PositiveInfinity);
        if (text.Length >= ShortestPart && candidate.StartsWith(text, StringComparison.Ordinal))
            best = Math.Min(best, PrefixRank);
        if (best <= 1)
            return best;
        best = Math.Min(best, RankWords(words, candidate.Split(Separators, StringSplitOptions.RemoveEmptyEntries)));
        var isWithin = Contains(candidate, text) || (candidate.Length >= LeastShare * text.Length && Contains(text, candidate));
        return isWithin ? Math.Min(best, ContainedRank) : best;
    }

    /// <summary>All of the text's words, each a letter or so off; or, further away, some of them as they are.</summary>
    private static double RankWords(string[] words, string[] candidate)
    {
        var (sum, found, exact) = (0.0, 0, 0);
        foreach (var word in words)
        {
            var tolerance = Tolerance(word);
            var distance = candidate.Min(other => Distance(word, other, tolerance));
            sum += distance ?? 0;
            found += distance is null ? 0 : 1;
            exact += distance is 0 && word.Length >= ShortestPart ? 1 : 0;
        }

        if (found > 0 && found == words.Length)
            return WordsRank + sum;
        return exact > 0 ? SomeWordsRank + words.Length - exact : double.PositiveInfinity;
    }

    private static bool Contains(string whole, string part) =>
        part.Length >= ShortestPart && whole.Contains(part, StringComparison.Ordinal);

    /// <summary>One slip in three letters.</summary>
    private static int Tolerance(string text) => text.Length < ShortestPart ? 0 : Math.Max(1, text.Length / 3);
}
