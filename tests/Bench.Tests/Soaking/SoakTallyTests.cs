using Fovea.Bench.Soaking;

namespace Fovea.Bench.Tests.Soaking;

public sealed class SoakTallyTests
{
    private readonly SoakTally _tally = new();

    [Theory]
    [InlineData(200, true, 0)]
    [InlineData(200, false, 1)]
    [InlineData(400, false, 0)]
    [InlineData(422, true, 0)]
    [InlineData(500, true, 1)]
    [InlineData(503, true, 1)]
    [InlineData(204, true, 1)]
    [InlineData(302, true, 1)]
    public void Only_200_and_4xx_may_come_back_and_200_only_for_a_good_image(int status, bool mayBeOk, int faults)
    {
        _tally.Answer("kind", new SoakAnswer(status, RetryAfter: false, null, "text"), mayBeOk);
        Assert.Equal(faults, _tally.FaultCount);
        Assert.Equal([("kind", $"{status}", 1L)], _tally.Counts);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void A_429_says_when_to_come_back(bool retryAfter, int faults)
    {
        _tally.Answer("kind", new SoakAnswer(429, retryAfter, null, ""), mayBeOk: true);
        Assert.Equal(faults, _tally.FaultCount);
    }

    [Fact]
    public void The_first_faults_are_listed_and_all_are_counted()
    {
        for (int i = 0; i < 1000; i++)
            _tally.Fault($"fault {i}");
        Assert.Equal(1000, _tally.FaultCount);
        Assert.Equal("fault 0", _tally.Faults.First());
        Assert.InRange(_tally.Faults.Count, 1, 50);
    }
}
