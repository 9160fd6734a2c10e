using Xunit;

namespace GradCamService.Tests.Problems;

internal static class NextRequest
{
    /// <summary>After a refused request, a good one is answered as before.</summary>
    public static async Task IsUnharmedAsync(Service service)
    {
        var answer = await service.PredictAsync(Form.Of("chelsea.png", ("top", "1"))).JsonAsync();

        // The best recorded class of this photo.
        Assert.Equal(282, answer.GetProperty("predictions")[0].GetProperty("concept").GetProperty("index").GetInt32());
    }
}
