"""What the machine itself says, in Mandarin; the keys are the words in English."""

from __future__ import annotations

from collections.abc import Mapping

MANDARIN: Mapping[str, str] = {
    "Please enter your PIN on the keypad, then press hash. To speak to a person, press star.": (
        "请用键盘输入您的密码，然后按井号键。如需人工服务，请按星号键。"
    ),
    "That PIN is not right. Please try again.": "密码不正确，请再试一次。",
    "A PIN has four to six digits. Please try again.": "密码为四到六位数字，请再试一次。",
    "I have not received any digits yet. Please enter your PIN, or press star to speak to a person.": (
        "我还没有收到任何数字。请输入您的密码，或按星号键转人工服务。"
    ),
    "That PIN is not right either. I will connect you with a person who can help.": (
        "密码仍然不正确。我为您转接人工服务。"
    ),
    "That PIN is not right either. Please call again when you have it. Goodbye.": (
        "密码仍然不正确。请找到密码后再来电。再见。"
    ),
    "There were too many wrong PINs lately, so I cannot take another. I will get you a person.": (
        "最近密码错误次数过多，暂时无法再次输入。我为您转接人工服务。"
    ),
    "I will try again later. Goodbye.": "我稍后再打给您。再见。",
    "Are you still there?": "您还在吗？",
    "I cannot hear you. If you are there, please say something.": "我听不到您的声音。如果您还在，请说句话。",
    "I cannot hear anyone, so I will end the call now. Please call again any time. Goodbye.": (
        "我听不到任何声音，现在结束通话。欢迎您随时再来电。再见。"
    ),
    "One moment please, I will connect you with a person.": "请稍等，我为您转接人工服务。",
    "I am sorry, something went wrong on my side. Could you please say that again?": (
        "抱歉，我这边出了点问题。请您再说一遍好吗？"
    ),
    "I am sorry, that takes longer than it should. Please try again, or ask for a person.": (
        "抱歉，处理时间过长。请再试一次，或者要求转接人工服务。"
    ),
    "I am sorry, this does not work at the moment. I will connect you with a person.": (
        "抱歉，目前无法办理。我为您转接人工服务。"
    ),
    "I am sorry, I cannot reach our records right now. I will connect you with a person.": (
        "抱歉，我现在无法查询记录。我为您转接人工服务。"
    ),
    "I am sorry, I have trouble hearing you. Could you please say that again?": (
        "抱歉，我听不清楚。请您再说一遍好吗？"
    ),
    "Sorry, I did not catch that. Could you say it again?": "抱歉，我没有听清。请您再说一遍好吗？",
    "I am sorry, I cannot make out any words on this line. I will connect you with a person.": (
        "抱歉，线路上听不清任何话语。我为您转接人工服务。"
    ),
    "All right. Take your time, I am listening.": "好的，您慢慢来，我在听。",
    "All right, I will speak more slowly.": "好的，我会说慢一点。",
    "All right, we start from the beginning. What can I do for you?": "好的，我们重新开始。我能为您做什么？",
    "Sorry, there was a short interruption.": "抱歉，刚才中断了一下。",
    "Sorry, there was a short interruption. Please enter your PIN again from the start.": (
        "抱歉，刚才中断了一下。请从头重新输入您的密码。"
    ),
    "I am sorry, I cannot reach anybody there at the moment.": "抱歉，目前联系不到那边的人员。",
    "I am sorry, nobody can take your call at the moment. Please call again later. Goodbye.": (
        "抱歉，目前没有人能接听您的电话。请稍后再来电。再见。"
    ),
    "I am sorry, nobody could take your call in time.": "抱歉，没有人能及时接听您的电话。",
    "I am sorry, nobody is available there at the moment.": "抱歉，那边目前没有人员可以接听。",
    "I am sorry, nobody is available there any more.": "抱歉，那边已经没有人员可以接听了。",
    "I am sorry, too many callers are waiting there already.": "抱歉，那边等候的人太多了。",
    "I am sorry, I could not connect you.": "抱歉，未能为您接通。",
    "You are back with the assistant.": "您已回到语音助手。",
    "All right, you are back with the assistant.": "好的，您已回到语音助手。",
    "Is there anything else I can do for you?": "还有什么我可以帮您的吗？",
    "Shall I have somebody call you back, leave them a todo, or try another department?": (
        "需要我安排人给您回电、给他们留个待办事项，还是换一个部门试试？"
    ),
    "Thank you for calling. Goodbye.": "感谢您的来电。再见。",
    "I am sorry for the trouble. Would you like to talk to a person?": (
        "抱歉给您添麻烦了。您想和人工客服通话吗？"
    ),
    "The person you spoke with left me a note: {note}. Shall I do that?": (
        "刚才与您通话的人员给我留了言：{note}。需要我照办吗？"
    ),
    "Hello, I am with you both now. What shall I do?": "你们好，我现在加入了通话。需要我做什么？",
    "I leave you to it. Goodbye.": "你们继续聊吧。再见。",
    "One moment please.": "请稍等。",
    "Hello, this is the automated assistant of {organisation}.": "您好，我是{organisation}的自动语音助手。",
    "Hello, this is the automated assistant of {organisation}, calling with a reminder.": (
        "您好，我是{organisation}的自动语音助手，来电提醒您一件事。"
    ),
    "This call is recorded.": "本次通话将被录音。",
    "You wanted to be reminded: {titles}.": "您要我提醒您：{titles}。",
    "You wanted to be reminded of {count} things: {titles}.": "您要我提醒您{count}件事：{titles}。",
    "Thank you, {name}.": "谢谢您，{name}。",
    "Thank you.": "谢谢您。",
    "How can I help you?": "我能为您做什么？",
    "One moment please, I will connect you with {department}.": "请稍等，我为您转接{department}。",
    "Somebody in {department} is free. One moment please, I will connect you.": (
        "{department}现在有人可以接听。请稍等，我为您转接。"
    ),
    "Nobody in {department} is free right now. I will try to connect you.": (
        "{department}目前没有空闲人员。我为您尝试转接。"
    ),
    "Nobody in {department} is free yet, and you are number {place} in line. I will connect you.": (
        "{department}暂时没有空闲人员，您排在第{place}位。我为您转接。"
    ),
    "It takes about a minute.": "大约需要一分钟。",
    "It takes about {minutes} minutes.": "大约需要{minutes}分钟。",
    "To come back to me, press zero.": "按零可以回到我这里。",
    "To come back to me, press zero or say: go back.": "按零或者说“回去”可以回到我这里。",
    "I cannot help you in this language at the moment. I will connect you with a person.": (
        "目前我无法用中文为您服务。我为您转接人工服务。"
    ),
    "I am sorry, I do not speak that language. To speak to a person, press zero.": (
        "抱歉，我不会说那种语言。如需人工服务，请按零。"
    ),
    "All right, let us speak English.": "好的，我们说中文。",
    "Shall I always speak English with you?": "以后都和您说中文吗？",
    "All right, I will remember that. How can I help you?": "好的，我会记住。我能为您做什么？",
    "All right, only for now. How can I help you?": "好的，仅此一次。我能为您做什么？",
}
