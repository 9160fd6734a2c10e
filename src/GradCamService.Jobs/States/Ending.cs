namespace GradCamService.Jobs.States;

/// <summary>What happens when a job ends, in the transaction that ends it.</summary>
internal static class Ending
{
    /// <summary>Puts down that its caller is to be told, where it asked to be.</summary>
    public static void Tell(JobsContext context, Job job, DateTimeOffset now)
    {
        if (job.Webhook is { } url)
            context.Add(new WebhookDelivery { JobId = job.Id, Url = url, CreatedAt = now, NextAt = now });
    }
}
