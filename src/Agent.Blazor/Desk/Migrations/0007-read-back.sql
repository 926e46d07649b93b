-- 复述: a title that begins with the place was read out after the place. A city that has written its own words keeps them
update desk.phrase set body = '我跟您核对一下：您反映的是{title}，地点在{place}，联系电话{phone}。对吗？需要保密吗？办好以后要给您回复吗？'
where code = 'fs' and version = 1 and body = '我跟您核对一下：您反映的是{place}的{title}，联系电话{phone}。对吗？需要保密吗？办好以后要给您回复吗？';
