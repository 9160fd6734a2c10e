using GradCamService.Explain.Explainers;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Orders;
using GradCamService.Problems;

namespace GradCamService.Answers;

/// <summary>A form of an answer: a row of <see cref="All"/>, and a class beside these that makes it.</summary>
/// <param name="MediaType">By which the Accept header asks for it.</param>
/// <param name="Arrange">Says in the order which pictures the answer has, so that no more is held than it needs.</param>
/// <param name="Write">Makes it of what was found.</param>
internal sealed record AnswerFormat(string MediaType, Func<Order, Order> Arrange, Func<Explained, CancellationToken, Answer> Write)
{
    /// <summary>Content-Disposition: whether a browser shows it or saves it, and by which name; null for what is no file.</summary>
    public string? Disposition { get; init; }

    /// <summary>The first is the default.</summary>
    public static IReadOnlyList<AnswerFormat> All { get; } = [JsonAnswer.Format, .. PictureAnswer.Formats, NpzAnswer.Format];

    /// <summary>The form that the Accept header prefers; the first where it is absent or takes anything.</summary>
    /// <param name="request">With the header.</param>
    /// <param name="offered">Those that may be given.</param>
    /// <exception cref="NotAcceptableException">It takes none of them.</exception>
    public static AnswerFormat Choose(HttpRequest request, IReadOnlyList<AnswerFormat> offered) =>
        AcceptedTypes.Choose(request, offered, offer => offer.MediaType) ?? throw new NotAcceptableException(offered.Select(offer => offer.MediaType));

    /// <summary>The order with the pictures that this form has.</summary>
    /// <exception cref="InvalidFieldsException">Fields would change nothing in them.</exception>
    public Order Prepare(Order order)
    {
        var prepared = Arrange(order);
        PictureFieldTable.RefuseIdle(prepared, MediaType);
        return prepared;
    }

    /// <summary>Says in the headers what the body is, and by which name it is saved.</summary>
    public void Announce(HttpResponse response)
    {
        response.ContentType = MediaType;
        response.Headers.ContentDisposition = Disposition;
    }
}

/// <summary>An answer that was drawn, and can be written with its timings.</summary>
/// <param name="WriteAsync">Writes it to a stream.</param>
internal sealed record Answer(Func<Timings, Stream, CancellationToken, Task> WriteAsync)
{
    /// <summary>Headers besides its type.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
