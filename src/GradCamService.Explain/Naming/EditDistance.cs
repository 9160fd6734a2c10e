namespace GradCamService.Explain.Naming;

/// <summary>Slips of the keyboard between two texts.</summary>
internal static class EditDistance
{
    /// <summary>
    /// Least number of inserted, deleted, replaced, or swapped neighbouring letters that turns one text into the other
    /// (restricted Damerau–Levenshtein); null above <paramref name="most"/>.
    /// </summary>
    public static int? Within(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int most)
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
}
