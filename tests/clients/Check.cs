/// <summary>A line for each check, and an exit code.</summary>
internal static class Check
{
    public static int Failures { get; private set; }

    /// <param name="what">What is tried, as a sentence.</param>
    /// <param name="holds">Tries it.</param>
    public static async Task RunAsync(string what, Func<Task<bool>> holds)
    {
        string? failure;
        try
        {
            failure = await holds() ? null : "it does not hold";
        }
        catch (Exception exception)
        {
            failure = exception.ToString();
        }
        Failures += failure is null ? 0 : 1;
        Console.WriteLine(failure is null ? $"  ok   {what}" : $"  FAIL {what}: {failure}");
    }
}
