using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Results;

/// <summary>One thing of some photos, in whatever order they come: a number and what was found of each, and no text.</summary>
/// <param name="order">All photos.</param>
internal sealed class PhotoRows<T>(PhotoOrder order)
{
    private readonly List<int> _places = [];
    private readonly List<T> _rows = [];

    public void Add(int place, T row)
    {
        _places.Add(place);
        _rows.Add(row);
    }

    /// <summary>All of it, in the photos' order.</summary>
    /// <exception cref="ArgumentException">A photo comes twice.</exception>
    public ImageValues<TValue> Values<TValue>(Func<T, TValue> of)
    {
        var (places, rows) = (_places.ToArray(), _rows.ToArray());
        Array.Sort(places, rows);
        for (var i = 1; i < places.Length; i++)
            if (places[i] == places[i - 1])
                throw new ArgumentException($"image '{order[places[i]]}' comes twice; each image counts once");
        return new(Array.ConvertAll(places, place => order[place]), Array.ConvertAll(rows, row => of(row)));
    }
}
